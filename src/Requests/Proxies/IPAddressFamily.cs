namespace Requests;

/// <summary>Specifies the family of the addresses that connections are opened to.</summary>
public enum IPAddressFamily
{
    /// <summary>Addresses of 32 bits (RFC 791).</summary>
    IPv4,

    /// <summary>Addresses of 128 bits (RFC 8200).</summary>
    IPv6,
}
