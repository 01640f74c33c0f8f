using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>Represents a connection that only one exchange uses, for authentication that is bound to the connection.</summary>
internal interface IDedicatedConnection : IDisposable
{
    /// <summary>Gets the channel binding of the TLS connection; null before the first TLS connection is open.</summary>
    ChannelBinding? Binding { get; }

    /// <summary>Closes the connection, so that no later exchange uses it: its authentication was not completed.</summary>
    void Discard();
}
