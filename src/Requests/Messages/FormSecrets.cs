namespace Requests;

/// <summary>Represents the secrets of a form that a request sends, such as a password field and a CSRF token.</summary>
/// <param name="Values">The values, in the forms that the request has them in.</param>
/// <param name="Fields">
/// The names of the fields. A value of one character cannot be searched for, so what has such a name is redacted, whatever the name says.
/// </param>
internal sealed record FormSecrets(IReadOnlyList<string> Values, IReadOnlySet<string> Fields);
