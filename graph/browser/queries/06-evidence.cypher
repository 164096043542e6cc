// title: An event with its evidence
// titleAr: حدث مع شواهده
// folder: Events
// folderAr: الأحداث
// guide: yes
// shows: Event Article Actor REPORTS
// text: The event that most articles report. Click on an arrow "reports" to read the sentence on which the event stands.
// textAr: الحدث الذي يرويه أكبر عدد من المقالات. انقر على السهم «يروي» لتقرأ الجملة التي يستند إليها.
MATCH (event:Event {modality: 'ACTUAL'})
WITH event ORDER BY event.reports DESC, event.notAfter DESC, event.id LIMIT 1
MATCH evidence = (event)<-[:REPORTS]-(:Article)
WITH event, evidence LIMIT 10
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
OPTIONAL MATCH about = (event)-[:IN|ABOUT]->(:Place|Topic)
OPTIONAL MATCH order = (event)-[:FOLLOWS]-(:Event)
RETURN event, evidence, part, about, order
LIMIT 100
