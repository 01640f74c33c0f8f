using Requests.TestServer;

[assembly: AssemblyFixture(typeof(Requests.Tests.TestServerFixture))]

namespace Requests.Tests;

/// <summary>
/// Represents the test server that all tests share. A test that counts server state uses its own group, realm or session.
/// </summary>
public sealed class TestServerFixture : IAsyncLifetime
{
    public TestServerHost Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServerHost.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
