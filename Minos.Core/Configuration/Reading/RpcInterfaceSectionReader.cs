using Minos.Configuration.Ini;

namespace Minos.Configuration.Reading;

/// <summary>Reads the <c>[rpcinterface:x]</c> sections.</summary>
internal static class RpcInterfaceSectionReader
{
    private const string FactoryKey = "supervisor.rpcinterface_factory";

    /// <summary>Reads every section; wrong ones are left out.</summary>
    public static ValueList<RpcInterfaceSettings> Read(ReadContext context)
    {
        var interfaces = new List<RpcInterfaceSettings>();
        foreach (IniSection section in context.SectionsOf("rpcinterface:"))
        {
            var reader = new SectionReader(context, section, context.Names);
            string? factory = reader.Text(FactoryKey);
            if (factory is null && !reader.Failed)
            {
                reader.Fail(
                    $"section [{section.Name}] does not specify a {FactoryKey}", FactoryKey,
                    $"{FactoryKey} = {RpcInterfaceSettings.MainFactory}");
            }
            else if (factory is not (null or RpcInterfaceSettings.MainFactory or RpcInterfaceSettings.DeploymentFactory))
            {
                string module = factory.Split(':')[0];
                reader.Fail(
                    $"{factory} cannot be resolved within [{section.Name}]: No module named {PythonText.Repr(module)}", FactoryKey,
                    $"{RpcInterfaceSettings.MainFactory} or {RpcInterfaceSettings.DeploymentFactory}; plug-ins written in Python cannot be loaded");
            }

            string[] keys = [.. section.Entries.Keys.Union(context.Document.Defaults.Entries.Keys).Where(k => k != FactoryKey)];
            KeyValuePair<string, string>[] options = [.. keys.Select(k => KeyValuePair.Create(k, reader.Text(k) ?? ""))];
            if (!reader.Failed && factory is not null)
            {
                interfaces.Add(new RpcInterfaceSettings(ReadContext.NameOf(section), factory, ValueList.From(options)));
            }
        }

        return ValueList.From(interfaces);
    }
}
