using System.IO.Pipes;
using System.Text;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests that requests are sent over a named pipe.</summary>
public class PipeConnectorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipe_carries_any_host_without_a_proxy()
    {
        var name = $"requests-{Guid.NewGuid().ToString("N")[..12]}";
        using var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var serving = ServeAsync(pipe);
        using var session = Open(name);
        var proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://127.0.0.1:1" } };

        var response = await session.RequestAsync(
            new Request("POST", "http://docker.example/x") { Body = new BytesBody("abc"u8.ToArray()) },
            new SendOptions { Proxies = proxies, AddressFamily = IPAddressFamily.IPv6 },
            Stop);

        Assert.Equal("piped", response.Text);
        Assert.Equal($@"\\.\pipe\{name}", $"{response.Connection!.RemoteEndPoint}");
        Assert.Null(response.Connection.LocalEndPoint);
        var seen = await serving;
        Assert.StartsWith("POST /x HTTP/1.1\r\nHost: docker.example\r\n", seen, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nabc", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_is_not_there_is_an_error_at_once()
    {
        using var session = Open("requests-no-such-pipe");

        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Timeout = new RequestTimeout(null, null) }, Stop));

        Assert.Contains("no named pipe 'requests-no-such-pipe'", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsBeforeSending);
    }

    [Theory]
    [InlineData("docker_engine", ".", "docker_engine")]
    [InlineData(@"\\.\pipe\docker_engine", ".", "docker_engine")]
    [InlineData("//./pipe/docker_engine", ".", "docker_engine")]
    [InlineData("npipe:////./pipe/docker_engine", ".", "docker_engine")]
    [InlineData(@"\\server\PIPE\a\b", "server", @"a\b")]
    [InlineData("/tmp/pipe/x", ".", "/tmp/pipe/x")]
    [InlineData("npipe", ".", "npipe")]
    [InlineData(@"\\.\pipe\", ".", @"\\.\pipe\")]
    public void A_path_names_the_server_and_the_pipe(string text, string server, string name) =>
        Assert.Equal((server, name), PipeConnector.Split(text));

    [Theory]
    [InlineData("")]
    [InlineData("anonymous")]
    public void A_name_that_no_pipe_can_have_is_refused(string name) =>
        Assert.Throws<InvalidParameterException>(() => new HttpAdapterSettings { PipeName = name });

    private static RequestSession Open(string name) =>
        new(AdapterRegistry.Create(new HttpAdapter(new HttpAdapterSettings { PipeName = name }))) { TrustEnv = false };

    private static async Task<string> ServeAsync(NamedPipeServerStream pipe)
    {
        await pipe.WaitForConnectionAsync(Stop);
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (!seen.ToString().EndsWith("abc", StringComparison.Ordinal))
        {
            seen.Append(Encoding.Latin1.GetString(buffer, 0, await pipe.ReadAsync(buffer, Stop)));
        }

        await pipe.WriteAsync(Encoding.Latin1.GetBytes(RawServer.Ok("piped")), Stop);
        return seen.ToString();
    }
}
