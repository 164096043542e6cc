// title: A state's network
// titleAr: شبكة دولة
// folder: Actors
// folderAr: الأطراف
// guide: yes
// shows: State Actor REPRESENTS CONTACTED
// text: Who speaks for the most present state, in what office, and with whom they are in contact. Write a code such as
//   EGY between the quotes for another state.
// textAr: من يتحدث باسم الدولة الأكثر حضورا، وبأي صفة، ومع من يتواصل. اكتب رمزا مثل EGY بين علامتي الاقتباس لدولة أخرى.
WITH '' AS code
MATCH (state:State)<-[:REPRESENTS]-(person:Person)-[:CONTACTED]-(:Actor)
WHERE code = '' OR state.code = code
WITH state, count(DISTINCT person) AS persons ORDER BY persons DESC, state.id LIMIT 1
MATCH (state)<-[office:REPRESENTS]-(person:Person)
WITH state, office, person, COUNT { (person)-[:CONTACTED]-(:Actor) } AS contacts
ORDER BY contacts DESC, person.id LIMIT 6
CALL (person) {
  OPTIONAL MATCH contact = (person)-[c:CONTACTED]-(:Actor)
  RETURN contact ORDER BY c.count DESC, c.last DESC LIMIT 3
}
RETURN state, office, person, contact
