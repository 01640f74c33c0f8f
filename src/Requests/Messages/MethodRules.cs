namespace Requests;

/// <summary>Checks the method of a request, which can be any token and is sent in upper case.</summary>
/// <remarks>requests: <c>prepare_method</c>.</remarks>
internal static class MethodRules
{
    /// <summary>Returns the method in upper case.</summary>
    /// <param name="method">The method, in any case.</param>
    /// <exception cref="InvalidMethodException">The method is not a token.</exception>
    internal static string Prepare(string method) => HttpTokens.IsToken(method)
        ? method.ToUpperInvariant()
        : throw new InvalidMethodException(
            $"'{method}' cannot be a method: it must be one word of letters, digits or !#$%&'*+-.^_`|~ (RFC 9110 section 9.1).");
}
