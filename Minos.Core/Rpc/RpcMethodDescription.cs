using System.Text;
using Minos.Configuration;

namespace Minos.Rpc;

/// <summary>What clients can ask about a method: its name, its types and what it does.</summary>
/// <param name="Name">The full name, for example <c>supervisor.startProcess</c>.</param>
/// <param name="ReturnType">The type of the answer, as <c>system.methodSignature</c> spells it.</param>
/// <param name="Summary">What the method does.</param>
/// <param name="Returns">What the answer means.</param>
/// <param name="Parameters">The parameters in order; optional ones come last.</param>
public sealed record RpcMethodDescription(
    string Name, string ReturnType, string Summary, string Returns, ValueList<RpcParameter> Parameters)
{
    /// <summary>How many arguments a call must have at least.</summary>
    public int RequiredCount => Parameters.Count(static p => !p.IsOptional);

    /// <summary>The answer's type followed by the types of all parameters, the optional ones too.</summary>
    public IReadOnlyList<string> Signature => [ReturnType, .. Parameters.Select(static p => p.Type)];

    /// <summary>The text of <c>system.methodHelp</c>: the summary and the <c>@param</c> and <c>@return</c> lines that tools look for.</summary>
    public string Help
    {
        get
        {
            var text = new StringBuilder(Summary).Append("\n\n");
            foreach (RpcParameter parameter in Parameters)
            {
                text.Append("@param ").Append(parameter.Type).Append(' ').Append(parameter.Name).Append("  ")
                    .Append(parameter.Description).Append('\n');
            }

            return text.Append("@return ").Append(ReturnType).Append(" result  ").Append(Returns).ToString();
        }
    }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Type">The type, as <c>system.methodSignature</c> spells it.</param>
/// <param name="Name">The name, for the help text only: XML-RPC passes by position.</param>
/// <param name="Description">What it means.</param>
/// <param name="IsOptional">Whether a call may leave it out.</param>
public sealed record RpcParameter(string Type, string Name, string Description, bool IsOptional = false);
