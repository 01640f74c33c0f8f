using System.Buffers;
using System.Diagnostics;

namespace Requests;

/// <summary>Represents the trace that a request belongs to, as the headers <c>traceparent</c> and <c>tracestate</c> describe it.</summary>
/// <param name="Parent">The value of traceparent: version, trace, span and flags.</param>
/// <param name="State">The value of tracestate, or null.</param>
/// <remarks>W3C Trace Context. A value that is not valid is ignored, as the specification says.</remarks>
internal readonly record struct TraceContext(string Parent, string? State)
{
    private const string ParentHeader = "traceparent";
    private const string StateHeader = "tracestate";
    private const string ParentVariable = "TRACEPARENT";
    private const string StateVariable = "TRACESTATE";

    // The length of version 00, and the limits of tracestate (sections 3.2.2 and 3.3.1).
    private const int ParentLength = 55;
    private const int MaximumMembers = 32;
    private const int LongestKey = 256;
    private const int LongestValue = 256;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-*/@");

    /// <summary>Gets a value that indicates whether the environment has a trace, valid or not.</summary>
    internal static bool IsInEnvironment => Environment.GetEnvironmentVariable(ParentVariable) is { Length: > 0 };

    /// <summary>Returns the trace of an activity; null for one whose identifier has another format than that of W3C.</summary>
    /// <param name="activity">The activity, or null.</param>
    internal static TraceContext? From(Activity? activity) =>
        activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? new TraceContext(id, CheckState(activity.TraceStateString)) : null;

    /// <summary>
    /// Returns the trace of the variables <c>TRACEPARENT</c> and <c>TRACESTATE</c>, which a pipeline sets for the programs that it runs;
    /// null when it is not set or not valid.
    /// </summary>
    /// <param name="environment">Returns a variable; null for those of the process.</param>
    internal static TraceContext? FromEnvironment(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (environment(ParentVariable)?.Trim() is not { } parent || !IsParent(parent)) return null;

        // This code knows version 00. It sends the part of a later version that has the same meaning (section 3.2.4).
        var known = parent.StartsWith("00", StringComparison.Ordinal) ? parent : $"00{parent[2..53]}0{GetSampled(parent)}";
        return new TraceContext(known, CheckState(environment(StateVariable)));
    }

    /// <summary>
    /// Returns the request with the headers of a trace. Headers of the caller stay; those of an earlier trace are replaced.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The trace; null removes the headers of an earlier trace.</param>
    /// <returns>
    /// The request where nothing changes and for a request of this library to a third party; otherwise a copy, because a caller may send
    /// one request on several threads.
    /// </returns>
    internal static PreparedRequest AddTo(PreparedRequest request, TraceContext? context)
    {
        var isCallers = !request.HasTraceContext
            && (request.Headers.ContainsKey(ParentHeader) || request.Headers.ContainsKey(StateHeader));
        if (isCallers || (context is null && !request.HasTraceContext)) return request;
        var changed = request.IsForThirdParty ? request : Copy(request);
        changed.Headers.Remove(ParentHeader);
        changed.Headers.Remove(StateHeader);
        changed.HasTraceContext = context is not null;
        if (context is not { } trace) return changed;
        changed.Headers[ParentHeader] = trace.Parent;
        if (trace.State is { } state) changed.Headers[StateHeader] = state;
        return changed;
    }

    /// <summary>Returns the trace for the parent of an activity; the default value when it is not valid.</summary>
    internal ActivityContext ToActivityContext() =>
        ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;

    /// <summary>Returns whether a text is a traceparent (section 3.2.2).</summary>
    /// <param name="text">The text.</param>
    internal static bool IsParent(string text)
    {
        if (text.Length < ParentLength || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
        var version = text.AsSpan(0, 2);
        var trace = text.AsSpan(3, 32);
        var span = text.AsSpan(36, 16);
        if (!IsHex(version) || !IsHex(trace) || !IsHex(span) || !IsHex(text.AsSpan(53, 2))) return false;
        if (version is "ff" || !trace.ContainsAnyExcept('0') || !span.ContainsAnyExcept('0')) return false;

        // Version 00 ends here; a later one continues after a dash.
        return text.Length == ParentLength || (version is not "00" && text[ParentLength] == '-');
    }

    /// <summary>Returns a tracestate that is valid (section 3.3.1), otherwise null.</summary>
    /// <param name="state">The text, or null.</param>
    internal static string? CheckState(string? state)
    {
        if (state?.Trim(' ', '\t') is not { Length: > 0 } text) return null;
        var members = text.Split(',');
        if (members.Length > MaximumMembers) return null;
        foreach (var member in members)
        {
            // An empty member is valid.
            var trimmed = member.AsSpan().Trim(" \t");
            if (!trimmed.IsEmpty && !IsMember(trimmed)) return null;
        }

        return text;
    }

    private static PreparedRequest Copy(PreparedRequest request)
    {
        var copy = request.Copy();
        copy.Proxy = request.Proxy;
        copy.DownloadPlan = request.DownloadPlan;
        return copy;
    }

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex);

    // The flag "sampled" is the lowest bit of the last digit.
    private static int GetSampled(string parent) => Convert.ToInt32(parent.Substring(54, 1), 16) & 1;

    private static bool IsMember(ReadOnlySpan<char> member)
    {
        var equals = member.IndexOf('=');
        if (equals is < 1 or > LongestKey || member.Length - equals - 1 is < 1 or > LongestValue) return false;
        var key = member[..equals];
        var value = member[(equals + 1)..];
        if (!(char.IsAsciiLetterLower(key[0]) || char.IsAsciiDigit(key[0])) || key.ContainsAnyExcept(KeyCharacters)) return false;
        return !value.Contains('=') && !value.ContainsAnyExceptInRange(' ', '~');
    }
}
