using System.Net.Http;
using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>Represents a handler with one connection at a time, and the channel binding of that connection.</summary>
/// <param name="invoker">The handler.</param>
internal sealed class DedicatedHandler(HttpMessageInvoker invoker) : IDisposable
{
    internal HttpMessageInvoker Invoker => invoker;

    /// <summary>Gets or sets the channel binding of the last TLS connection, or null.</summary>
    internal ChannelBinding? Binding { get; set; }

    public void Dispose() => invoker.Dispose();
}
