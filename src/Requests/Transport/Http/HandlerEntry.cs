using System.Net.Http;

namespace Requests;

/// <summary>Represents a handler of a pool, which is created at its first use.</summary>
/// <param name="invoker">The handler.</param>
internal sealed class HandlerEntry(Lazy<HttpMessageInvoker> invoker) : IDisposable
{
    private long _usedAt;

    /// <summary>Gets the handler.</summary>
    internal HttpMessageInvoker Invoker => invoker.Value;

    /// <summary>Gets or sets the time stamp of the last use.</summary>
    internal long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }

    public void Dispose()
    {
        if (invoker.IsValueCreated) invoker.Value.Dispose();
    }
}
