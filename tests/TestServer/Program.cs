using System.Text.Json;
using Requests.TestServer;

await using var server = await TestServerHost.StartAsync();
Console.WriteLine(JsonSerializer.Serialize(new { http = server.Url, https = server.SecureUrl, ca = server.CaFile, http2 = server.Http2Url, socket = server.UnixSocket, mutual = server.ClientCertificateUrl, expired = server.ExpiredUrl, stranger = server.StrangerUrl, closing = server.ClosingUrls }));

// Whoever started it holds the other end: when that is gone, so is the server.
while (await Console.In.ReadLineAsync() is not null)
{
}
