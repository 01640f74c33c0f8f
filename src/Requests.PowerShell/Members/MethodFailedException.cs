using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// What a method or property that the module adds fails with. PowerShell takes the record of this exception as it is: with the server's words in
/// ErrorDetails, id and category, as a command's; <c>catch [Requests.HttpErrorException]</c> finds the cause.
/// </summary>
/// <param name="cause">What failed.</param>
/// <param name="record">The record of the cause.</param>
internal sealed class MethodFailedException(RequestException cause, ErrorRecord record) : MethodInvocationException(cause.Message, cause)
{
    /// <inheritdoc/>
    public override ErrorRecord ErrorRecord => record;
}
