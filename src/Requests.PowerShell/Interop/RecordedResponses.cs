using System.Collections;

namespace Requests.PowerShell;

/// <summary>Reads the responses of parameters that take a recording.</summary>
internal static class RecordedResponses
{
    /// <summary>Returns the responses of a recording, with those of their histories.</summary>
    /// <param name="value">A session that records, a response, or a list of responses.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or the session does not record.</exception>
    internal static IEnumerable<Response> Read(object? value) => PSValue.Unwrap(value) switch
    {
        RequestSession { Recording: { } recording } => (IEnumerable<Response>)recording,
        RequestSession => throw new InvalidParameterException(
            "The session of -InputObject does not record: create it with -Record, or use Set-RequestSession -Record."),
        Response response => response.History.Append(response),
        IEnumerable list and not string => list
            .Cast<object?>()
            .Select(PSValue.Unwrap)
            .OfType<Response>()
            .SelectMany(response => response.History.Append(response)),
        var other => throw ParameterErrors.Invalid("InputObject", other, "a session that records, or responses"),
    };
}
