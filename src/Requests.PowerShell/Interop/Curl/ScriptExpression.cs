namespace Requests.PowerShell;

/// <summary>Represents a value as the text of a script expression.</summary>
/// <param name="Text">The text of the expression.</param>
internal sealed record ScriptExpression(string Text);
