// title: Who condemns and who supports whom
// titleAr: من يدين ومن يدعم من
// folder: Events
// folderAr: الأحداث
// guide: no
// shows: Actor Event
// text: The newest condemnations, accusations, threats and demands beside praise and support.
// textAr: أحدث الإدانات والاتهامات والتهديدات والمطالب، إلى جانب الإشادة والدعم.
MATCH (event:Event)
WHERE event.notAfter IS NOT NULL AND event.modality = 'ACTUAL'
  AND event.type IN ['CONDEMNATION', 'ACCUSATION', 'THREAT', 'DEMAND', 'PRAISE', 'SUPPORT']
  AND EXISTS { (event)<-[:INITIATED]-(:Actor) } AND EXISTS { (event)<-[:RECEIVED]-(:Actor) }
WITH event ORDER BY event.notAfter DESC, event.id LIMIT 12
MATCH part = (:Actor)-[:INITIATED|RECEIVED]->(event)
RETURN part
LIMIT 80
