namespace Requests;

/// <summary>The exception for a TLS connection that ended without a close_notify, in a body that ends with the connection.</summary>
internal sealed class MissingCloseNotifyException() : IOException("The connection ended without the close_notify of TLS.");
