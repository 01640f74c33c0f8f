namespace Requests;

/// <summary>All that makes one connection unfit for another call: calls share connections only when this is equal.</summary>
/// <param name="Tls">Whom to trust.</param>
internal sealed record ConnectionSettings(TlsSettings Tls);
