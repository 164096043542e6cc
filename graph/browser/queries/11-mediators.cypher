// title: Who mediates between whom
// titleAr: من يتوسط بين من
// folder: Events
// folderAr: الأحداث
// guide: no
// shows: Actor Event MEDIATED
// text: The newest events in which somebody stood between the parties.
// textAr: أحدث الأحداث التي وقف فيها طرف بين الأطراف.
MATCH (:Actor)-[:MEDIATED]->(event:Event)
WITH DISTINCT event ORDER BY event.notAfter DESC, event.id LIMIT 8
MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
RETURN part
LIMIT 80
