// title: What happened in one place
// titleAr: ما حدث في مكان واحد
// folder: Places and topics
// folderAr: الأماكن والموضوعات
// guide: no
// shows: Place Event IN
// text: The newest events of the place with most of them. Write a name between the quotes for another place.
// textAr: أحدث أحداث المكان الأكثر ذكرا. اكتب اسما بين علامتي الاقتباس لمكان آخر.
WITH '' AS name
MATCH (place:Place)<-[in:IN]-(:Event)
WHERE name = '' OR name IN [place.name, place.nameAr]
WITH place, count(in) AS events ORDER BY events DESC, place.id LIMIT 1
MATCH (place)<-[in:IN]-(event:Event)
WITH place, in, event ORDER BY event.key DESC LIMIT 10
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
RETURN place, in, event, part
LIMIT 80
