// title: The shortest chain between two actors
// titleAr: أقصر سلسلة بين طرفين
// folder: Actors
// folderAr: الأطراف
// guide: no
// shows: Actor CONTACTED
// text: Write the two names, English or Arabic, between the quotes.
// textAr: اكتب الاسمين، بالعربية أو الإنجليزية، بين علامات الاقتباس.
WITH 'Masoud Pezeshkian' AS one, 'Mohammed bin Salman' AS other
MATCH (a:Actor) WHERE one IN [a.name, a.nameAr] + coalesce(a.aliases, [])
WITH a, other LIMIT 1
MATCH (b:Actor) WHERE other IN [b.name, b.nameAr] + coalesce(b.aliases, [])
WITH a, b LIMIT 1
MATCH chain = allShortestPaths((a)-[:CONTACTED*..5]-(b))
RETURN chain
LIMIT 10
