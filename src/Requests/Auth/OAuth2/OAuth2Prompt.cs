namespace Requests;

/// <summary>Describes what the user has to do for a token.</summary>
/// <param name="Uri">The URL to sign in at.</param>
/// <param name="UserCode">The code to enter there; null when the browser returns it.</param>
/// <param name="CompleteUri">The URL of the page with the code already entered, if the server has one; otherwise null.</param>
/// <param name="ExpiresIn">The time that the user has.</param>
public sealed record OAuth2Prompt(string Uri, string? UserCode, string? CompleteUri, TimeSpan ExpiresIn);
