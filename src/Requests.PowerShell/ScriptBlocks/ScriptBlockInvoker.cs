using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>
/// A script block that the engine calls: on the pipeline thread, with the caller's variables. In another runspace than the one it
/// was made in, an unbound copy runs, which sees what it is given and no more. The first argument is <c>$_</c>, as in ForEach-Object.
/// Errors that it writes belong to the cmdlet that runs it.
/// </summary>
internal sealed class ScriptBlockInvoker
{
    private readonly ScriptBlock _block;
    private readonly Guid? _home = Runspace.DefaultRunspace?.InstanceId;

    internal ScriptBlockInvoker(ScriptBlock block) => _block = block;

    /// <summary>Runs the block.</summary>
    /// <param name="arguments">What it is given; the first is <c>$_</c>, too.</param>
    /// <exception cref="InvalidOperationException">No pipeline runs on this thread.</exception>
    internal Collection<PSObject> Invoke(params object?[] arguments)
    {
        var block = Here();
        List<PSVariable> variables = [new("_", arguments[0])];

        // Where the language is constrained, no script may call a method.
        if (PipelineContext.Current?.Cmdlet is not { } cmdlet || cmdlet.SessionState.LanguageMode != PSLanguageMode.FullLanguage) return block.InvokeWithContext(functionsToDefine: null, variables, arguments);

        var emitted = InvokeMerged(block, variables, arguments);
        for (var i = 0; i < emitted.Count;)
        {
            if (ScriptBlockStreams.Write(cmdlet, emitted[i]?.BaseObject)) emitted.RemoveAt(i);
            else i++;
        }

        return emitted;
    }

    /// <summary>Runs the block with all of its streams in its output: PowerShell loses the errors of a block that a cmdlet runs with <c>2&gt;&amp;1</c> behind it.</summary>
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

    /// <summary>Runs the block and hands on what it emits, each object at once.</summary>
    /// <param name="take">Takes an object; the block goes on when it returns.</param>
    /// <exception cref="InvalidOperationException">No pipeline runs on this thread.</exception>
    internal void Emit(Action<object?> take)
    {
        if (PipelineContext.Current?.Cmdlet is not { } cmdlet) throw new InvalidOperationException("A script block runs only where PowerShell does: call the session from a cmdlet.");
        using var shell = Open(cmdlet);
        using var output = new PSDataCollection<PSObject>();
        output.DataAdding += (_, adding) =>
        {
            if (!ScriptBlockStreams.Write(cmdlet, (adding.ItemAdded as PSObject)?.BaseObject)) take(adding.ItemAdded);
        };

        // No script calls back: in a constrained language mode it could not.
        shell.AddScript("& $args[0] *>&1", useLocalScope: true).AddArgument(Here()).Invoke(input: null, output);
    }

    private static System.Management.Automation.PowerShell Open(RequestCmdlet cmdlet)
    {
        // A nested pipeline that begins while the one around it is being stopped would not be told.
        if (cmdlet.Stopping) throw new PipelineStoppedException();
        return System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
    }

    private ScriptBlock Here()
    {
        if (Runspace.DefaultRunspace is not { } here) throw new InvalidOperationException("A script block runs only where PowerShell does: call the session from a cmdlet.");
        return here.InstanceId == _home ? _block : ((ScriptBlockAst)_block.Ast).GetScriptBlock();
    }
}
