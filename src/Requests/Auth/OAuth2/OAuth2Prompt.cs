namespace Requests;

/// <summary>What a person has to do for a token.</summary>
/// <param name="Uri">Where to sign in.</param>
/// <param name="UserCode">The code to type in there; null when the browser brings it back by itself.</param>
/// <param name="CompleteUri">The page with the code filled in already, where the server has one.</param>
/// <param name="ExpiresIn">How long there is for it.</param>
public sealed record OAuth2Prompt(string Uri, string? UserCode, string? CompleteUri, TimeSpan ExpiresIn);
