// title: What came after what
// titleAr: ما الذي تلا ماذا
// folder: Events
// folderAr: الأحداث
// guide: yes
// shows: Event FOLLOWS
// text: Events that a text puts one after another. Each arrow "after" has the sentence that says so; it is not derived from
//   dates.
// textAr: أحداث يرتبها نص واحدا بعد الآخر. يحمل كل سهم «بعد» الجملة التي تقول ذلك، وليس مستنتجا من التواريخ.
MATCH (event:Event)-[f:FOLLOWS]-(:Event)
WITH event, count(f) AS links ORDER BY links DESC, event.notAfter DESC, event.id LIMIT 1
MATCH order = (event)-[:FOLLOWS*1..2]-(other:Event)
WITH order, event, other LIMIT 12
UNWIND nodes(order) AS told
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED]->(told)
RETURN order, part
LIMIT 80
