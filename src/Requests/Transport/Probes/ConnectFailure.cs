namespace Requests;

/// <summary>Specifies why a connection could not be opened.</summary>
internal enum ConnectFailure
{
    /// <summary>No program listens at the port, or a firewall refuses the connection.</summary>
    Refused,

    /// <summary>No packet came back in time.</summary>
    TimedOut,

    /// <summary>This machine has no route to the address.</summary>
    NoRoute,

    /// <summary>This machine does not have the local address that the adapter sets.</summary>
    NoLocalAddress,

    /// <summary>The Unix socket does not exist, or may not be opened.</summary>
    NoSocket,

    /// <summary>Another reason.</summary>
    Other,
}
