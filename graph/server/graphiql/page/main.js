// Opens GraphiQL with a tab for each ready question. What the user has written
// in tabs of an earlier visit is kept by the browser and goes first.
'use strict';

async function open() {
  const answer = await fetch('graphiql/settings.json');
  const { endpoint, token, questions } = await answer.json();
  const headers = token ? '{\n  "Authorization": "Bearer TOKEN"\n}' : '';

  const page = React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: endpoint }),
    plugins: [GraphiQLPluginExplorer.explorerPlugin()],
    defaultTabs: questions.map((query) => ({ query, headers })),
    defaultHeaders: headers,
    defaultEditorToolsVisibility: token ? 'headers' : false,
    isHeadersEditorEnabled: true,
  }, React.createElement(GraphiQL.Logo, null, 'safir سفير'));
  ReactDOM.createRoot(document.getElementById('graphiql')).render(page);
}

open().catch((fault) => {
  document.getElementById('graphiql').textContent = 'This page could not be opened: ' + fault.message;
});
