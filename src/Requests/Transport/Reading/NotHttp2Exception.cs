namespace Requests;

/// <summary>The exception for a server that responds to HTTP/2 in an earlier version of HTTP.</summary>
internal sealed class NotHttp2Exception() : IOException("The server does not support HTTP/2.");
