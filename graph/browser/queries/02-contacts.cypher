// title: Who talks with whom
// titleAr: من يتواصل مع من
// folder: First look
// folderAr: نظرة أولى
// guide: yes
// shows: Actor CONTACTED
// text: The pairs with most contacts: calls, meetings, visits, messages, talks. The arrow says how often and when last;
//   where a text gives no direction, the arrow has no meaning.
// textAr: الثنائيات الأكثر تواصلا: مكالمات ولقاءات وزيارات ورسائل ومباحثات. يبين السهم عدد المرات وتاريخ آخرها،
//   ولا معنى لاتجاهه حيث لا يذكر النص اتجاها.
MATCH contact = (:Actor)-[c:CONTACTED]->(:Actor)
RETURN contact
ORDER BY c.count DESC, c.last DESC
LIMIT 15
