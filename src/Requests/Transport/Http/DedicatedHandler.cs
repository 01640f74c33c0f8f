using System.Net.Http;
using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>A handler with one connection at a time, and what its TLS is bound to.</summary>
/// <param name="invoker">The handler.</param>
internal sealed class DedicatedHandler(HttpMessageInvoker invoker) : IDisposable
{
    internal HttpMessageInvoker Invoker => invoker;

    /// <summary>The binding of its last TLS connection, or null.</summary>
    internal ChannelBinding? Binding { get; set; }

    public void Dispose() => invoker.Dispose();
}
