using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Represents the failure of a method or property that the module adds. PowerShell uses the record of this exception unchanged: its
/// ErrorDetails (the server's error message), id and category are those of a command. <c>catch [Requests.HttpErrorException]</c> matches
/// the cause.
/// </summary>
/// <param name="cause">The exception that caused the failure.</param>
/// <param name="record">The error record of the cause.</param>
internal sealed class MethodFailedException(RequestException cause, ErrorRecord record) : MethodInvocationException(cause.Message, cause)
{
    /// <inheritdoc/>
    public override ErrorRecord ErrorRecord => record;
}
