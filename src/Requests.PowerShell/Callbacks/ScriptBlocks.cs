using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes callbacks of script blocks, for those who may not know what one is.</summary>
internal static class ScriptBlocks
{
    internal static bool IsScriptBlock(object? value) => value is ScriptBlock;

    internal static AuthBase? ToAuth(object value) => value is ScriptBlock block ? new ScriptBlockAuth(block) : null;

    internal static ResponseHook? ToHook(object? value) => value is ScriptBlock block ? new ScriptBlockHook(block).OnResponse : null;
}
