// title: Who strikes whom
// titleAr: من يضرب من
// folder: Events
// folderAr: الأحداث
// guide: no
// shows: Actor Event
// text: The newest deeds of conflict: strikes, attacks, captures, closed borders.
// textAr: أحدث أفعال الصراع: ضربات وهجمات واعتقالات وإغلاق حدود.
MATCH (event:Event)
WHERE event.notAfter IS NOT NULL AND event.family = 'MATERIAL_CONFLICT' AND event.modality = 'ACTUAL'
WITH event ORDER BY event.notAfter DESC, event.id LIMIT 12
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED]->(event)
RETURN event, part
LIMIT 80
