using System.Text.Json;
using Requests.TestServer;

await using var server = await TestServerHost.StartAsync();
Console.WriteLine(JsonSerializer.Serialize(new
{
    http = server.Url,
    https = server.SecureUrl,
    ca = server.CaFile,
    http2 = server.Http2Url,
    socket = server.UnixSocket,
    mutual = server.ClientCertificateUrl,
    expired = server.ExpiredUrl,
    otherName = server.OtherNameUrl,
    closing = server.ClosingUrls,
}));

// The process that starts this one keeps its standard input open. When that process ends, the input ends, and so does the server.
while (await Console.In.ReadLineAsync() is not null)
{
}
