using Requests.TestServer;

[assembly: AssemblyFixture(typeof(Requests.Tests.TestServerFixture))]

namespace Requests.Tests;

/// <summary>
/// Represents the test server that all tests share. A test that counts server state uses its own group, realm or session.
/// </summary>
public sealed class TestServerFixture : IAsyncLifetime
{
    // The agent that runs the tests may have a trace of its own, which requests would then continue.
    public TestServerFixture()
    {
        Environment.SetEnvironmentVariable("TRACEPARENT", null);
        Environment.SetEnvironmentVariable("TRACESTATE", null);
    }

    public TestServerHost Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServerHost.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
