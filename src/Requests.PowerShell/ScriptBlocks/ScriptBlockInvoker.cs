using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>
/// Runs a script block on the pipeline thread with the caller's variables. The first argument is also <c>$_</c>, as in ForEach-Object.
/// In a runspace other than the one that created it, an unbound copy runs, which sees only its arguments. Errors that the script block
/// writes become errors of the cmdlet that runs it.
/// </summary>
internal sealed class ScriptBlockInvoker
{
    private const string NeedsPipeline =
        "A script block can run only on the thread of a PowerShell pipeline. Call the session from a cmdlet.";

    private readonly ScriptBlock _block;
    private readonly Guid? _runspaceId = Runspace.DefaultRunspace?.InstanceId;

    internal ScriptBlockInvoker(ScriptBlock block) => _block = block;

    /// <summary>Runs the script block and returns its output.</summary>
    /// <param name="arguments">The arguments. The first is also <c>$_</c>.</param>
    /// <exception cref="InvalidOperationException">This thread does not run a pipeline.</exception>
    internal Collection<PSObject> Invoke(params object?[] arguments)
    {
        var block = GetBlock();
        List<PSVariable> variables = [new("_", arguments[0])];

        // A constrained language mode does not allow the method call of InvokeMerged.
        if (PipelineContext.Current?.Cmdlet is not { } cmdlet || cmdlet.SessionState.LanguageMode != PSLanguageMode.FullLanguage)
        {
            return block.InvokeWithContext(functionsToDefine: null, variables, arguments);
        }

        var emitted = InvokeMerged(block, variables, arguments);
        for (var i = 0; i < emitted.Count;)
        {
            if (ScriptBlockStreams.Write(cmdlet, emitted[i]?.BaseObject)) emitted.RemoveAt(i);
            else i++;
        }

        return emitted;
    }

    /// <summary>
    /// Runs the script block with all of its streams merged into its output. Without this, PowerShell drops the errors of the script block
    /// when the cmdlet is called with <c>2&gt;&amp;1</c>.
    /// </summary>
    private static Collection<PSObject> InvokeMerged(ScriptBlock block, List<PSVariable> variables, object?[] arguments)
    {
        try
        {
            return ScriptBlock.Create("$args[0].InvokeWithContext($null, $args[1], $args[2]) *>&1").Invoke(block, variables, arguments);
        }
        catch (MethodInvocationException error) when (error.InnerException is RuntimeException thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }

    /// <summary>Runs the script block and passes each object to a delegate as soon as it is emitted.</summary>
    /// <param name="receive">Receives an object. The script block continues when it returns.</param>
    /// <exception cref="InvalidOperationException">This thread does not run a pipeline.</exception>
    internal void Emit(Action<object?> receive)
    {
        if (PipelineContext.Current?.Cmdlet is not { } cmdlet) throw new InvalidOperationException(NeedsPipeline);
        using var shell = Open(cmdlet);
        using var output = new PSDataCollection<PSObject>();
        output.DataAdding += (_, adding) =>
        {
            if (!ScriptBlockStreams.Write(cmdlet, (adding.ItemAdded as PSObject)?.BaseObject)) receive(adding.ItemAdded);
        };

        // A callback from the script would be refused in a constrained language mode. The event of the output is not.
        shell.AddScript("& $args[0] *>&1", useLocalScope: true).AddArgument(GetBlock()).Invoke(input: null, output);
    }

    private static System.Management.Automation.PowerShell Open(RequestCmdlet cmdlet)
    {
        // A nested pipeline that starts while the outer pipeline stops does not receive the stop.
        if (cmdlet.Stopping) throw new PipelineStoppedException();
        return System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
    }

    private ScriptBlock GetBlock()
    {
        if (Runspace.DefaultRunspace is not { } runspace) throw new InvalidOperationException(NeedsPipeline);
        return runspace.InstanceId == _runspaceId ? _block : ((ScriptBlockAst)_block.Ast).GetScriptBlock();
    }
}
