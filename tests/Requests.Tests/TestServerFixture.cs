using Requests.TestServer;

[assembly: AssemblyFixture(typeof(Requests.Tests.TestServerFixture))]

namespace Requests.Tests;

/// <summary>
/// The one test server of a run. A test that counts what the server keeps names a group, a realm or a session of its own.
/// </summary>
public sealed class TestServerFixture : IAsyncLifetime
{
    public TestServerHost Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServerHost.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
