// title: Who contacted whom after the ceasefire
// titleAr: من تواصل مع من بعد وقف إطلاق النار
// folder: First look
// folderAr: نظرة أولى
// guide: yes
// shows: Ceasefire Event Actor
// text: The last ceasefire that contacts came after. A contact is after it when its date says so, or when a text says so
//   (the arrow "after").
// textAr: آخر وقف لإطلاق النار تلته اتصالات. يعد التواصل لاحقا له إن دل تاريخه على ذلك، أو إن قال النص ذلك صراحة (السهم «بعد»).
MATCH (ceasefire:Ceasefire {modality: 'ACTUAL'})
WITH ceasefire ORDER BY coalesce(ceasefire.end, ceasefire.notAfter) DESC, ceasefire.id LIMIT 20
CALL (ceasefire) {
  MATCH (contact:Event {contact: true, modality: 'ACTUAL'})-[:FOLLOWS*1..3]->(ceasefire)
  RETURN contact
  LIMIT 10
UNION
  // The key of an event begins with its first day, and undated ones come last.
  MATCH (contact:Event)
  WHERE contact.contact = true AND contact.modality = 'ACTUAL'
    AND toString(ceasefire.end + duration('P1D')) <= contact.key < '9999'
  RETURN contact
  ORDER BY contact.contact, contact.key
  LIMIT 10
}
WITH ceasefire, collect(contact)[..10] AS contacts
ORDER BY coalesce(ceasefire.end, ceasefire.notAfter) DESC, ceasefire.id LIMIT 1
UNWIND contacts AS contact
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(contact)
OPTIONAL MATCH side = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(ceasefire)
OPTIONAL MATCH after = (contact)-[:FOLLOWS*1..3]->(ceasefire)
RETURN ceasefire, contact, part, side, after
LIMIT 100
