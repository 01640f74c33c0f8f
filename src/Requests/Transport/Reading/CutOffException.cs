namespace Requests;

/// <summary>A connection in TLS ended without the close_notify of TLS, in a body whose end only the end of the connection tells.</summary>
internal sealed class CutOffException() : IOException("The connection ended without the close_notify of TLS.");
