namespace Requests;

/// <summary>Holds the open HTTP/2 connections of one handler, by their servers.</summary>
/// <remarks>
/// The handler opens a second connection to a server when the first has no stream left, or is being closed. With one connection, it is
/// certain which one carries a request. With several, the response tells it (<see cref="Http2Reader"/>).
/// </remarks>
internal sealed class Http2Connections
{
    private readonly Dictionary<(string Scheme, string Host, int Port), List<ConnectionFacts>> _open = [];

    /// <summary>Adds a connection.</summary>
    /// <param name="target">The URL that it was opened for.</param>
    /// <param name="connection">The connection.</param>
    internal void Add(Uri target, ConnectionFacts connection)
    {
        lock (_open)
        {
            if (_open.TryGetValue(GetKey(target), out var connections)) connections.Add(connection);
            else _open[GetKey(target)] = [connection];
        }
    }

    /// <summary>Removes a connection that was closed.</summary>
    /// <param name="target">The URL that it was opened for.</param>
    /// <param name="connection">The connection.</param>
    internal void Remove(Uri target, ConnectionFacts connection)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(GetKey(target), out var connections)) return;
            connections.Remove(connection);
            if (connections.Count == 0) _open.Remove(GetKey(target));
        }
    }

    /// <summary>Returns the connection to a server when there is one only; otherwise null.</summary>
    /// <param name="target">The URL of the request.</param>
    internal ConnectionFacts? FindOnly(Uri target)
    {
        lock (_open)
        {
            return _open.TryGetValue(GetKey(target), out var connections) && connections is [var only] ? only : null;
        }
    }

    private static (string Scheme, string Host, int Port) GetKey(Uri target) => (target.Scheme, target.IdnHost, target.Port);
}
