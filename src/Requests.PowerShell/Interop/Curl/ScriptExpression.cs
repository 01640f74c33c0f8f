namespace Requests.PowerShell;

/// <summary>A value that a script makes, as text.</summary>
/// <param name="Text">The expression.</param>
internal sealed record ScriptExpression(string Text);
