// title: One actor's week
// titleAr: أسبوع طرف واحد
// folder: Actors
// folderAr: الأطراف
// guide: yes
// shows: Actor Event
// text: The last seven days of one person's events, with everybody who had a part in them. Write a name, English or
//   Arabic, between the quotes of the first line for somebody else.
// textAr: آخر سبعة أيام من أحداث شخص واحد، مع كل من شارك فيها. اكتب اسما، بالعربية أو الإنجليزية، بين علامتي الاقتباس
//   في السطر الأول لترى غيره.
WITH '' AS name
MATCH (actor:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event:Event {modality: 'ACTUAL'})
WHERE event.start IS NOT NULL
  AND (name = '' AND actor:Person OR name <> '' AND name IN [actor.name, actor.nameAr] + coalesce(actor.aliases, []))
WITH actor, count(event) AS events, max(event.start) AS last
ORDER BY events DESC, actor.id LIMIT 1
MATCH (actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event:Event {modality: 'ACTUAL'})
WHERE last - duration('P7D') < event.start <= last
WITH actor, event ORDER BY event.key DESC LIMIT 12
MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
OPTIONAL MATCH place = (event)-[:IN]->(:Place)
RETURN actor, part, place
LIMIT 80
