using Minos.Configuration;
using Minos.Events;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>Every process group of one daemon. Owned by the supervision thread: other threads go through <see cref="InvokeAsync{T}"/>.</summary>
public sealed partial class Supervisor : IProcessOwner
{
    private readonly EventLoop _loop;
    private readonly IProcessKernel _kernel;
    private readonly IProcessLogFactory _logFactory;
    private readonly ISupervisorLog _log;
    private readonly List<ProcessGroup> _groups = [];

    /// <summary>Makes the supervisor and its groups; nothing is started.</summary>
    /// <param name="configuration">What to supervise.</param>
    /// <param name="loop">The supervision thread.</param>
    /// <param name="kernel">Starts processes.</param>
    /// <param name="logFactory">Makes the logs of each process.</param>
    /// <param name="log">The main log.</param>
    /// <param name="events">Where events go; its own bus by default.</param>
    /// <param name="journal">What tells the next daemon; null for nothing.</param>
    /// <param name="inherited">What an earlier daemon has left: what runs is taken over at the start, and what was stopped stays so.</param>
    public Supervisor(
        SupervisorConfiguration configuration, EventLoop loop, IProcessKernel kernel, IProcessLogFactory logFactory, ISupervisorLog log,
        EventBus? events = null, ProcessJournal? journal = null, IReadOnlyList<JournalEntry>? inherited = null)
    {
        _journal = journal;
        _inherited = inherited ?? [];
        Configuration = configuration;
        _loop = loop;
        _kernel = kernel;
        _logFactory = logFactory;
        _log = log;
        Events = events ?? new EventBus(log);
        _ticks = new TickSource(Events, loop.TimeProvider);
        _dieReport = loop.CreateTimer(ReportUnstopped);
        _forgetTaken = loop.CreateTimer(() => _taken = null);
        _groups.AddRange(configuration.Groups.Select(g => CreateGroup(g, Prepare(g))));
    }

    /// <summary>The configuration as last read; active groups may have been made from an earlier one.</summary>
    public SupervisorConfiguration Configuration { get; private set; }

    /// <summary>What the daemon is doing.</summary>
    public SupervisorState State { get; private set; } = SupervisorState.Running;

    /// <summary>The active groups in ascending order of priority; equal ones in the order of their addition.</summary>
    public IEnumerable<ProcessGroup> Groups => _groups.OrderBy(g => g.Settings.Priority);

    /// <summary>Told about every change of a process's state, on the supervision thread.</summary>
    public Action<ProcessStateChange>? StateChanged { get; set; }

    /// <summary>Where everything that happens is published. On the supervision thread.</summary>
    public EventBus Events { get; }

    bool IProcessOwner.AcceptsStarts => State == SupervisorState.Running;

    /// <summary>Runs a function on the supervision thread. From any thread.</summary>
    public Task<T> InvokeAsync<T>(Func<Supervisor, T> function) => _loop.InvokeAsync(() => function(this));

    /// <summary>Starts every process that is to start with the daemon, all in one turn; nobody waits for anybody.</summary>
    public void Start() => Start(null);

    /// <summary>Starts every process that is to start with the daemon, all in one turn; nobody waits for anybody.</summary>
    /// <param name="handover">What the daemon has handed on in whose place this one is: then nothing is announced, because nothing has
    /// happened.</param>
    public void Start(Handover? handover)
    {
        foreach (ProcessGroup group in Groups)
        {
            if (handover is null)
            {
                Announce(group);
            }
            else if (group.Settings is EventListenerPoolSettings settings)
            {
                AddPool(group, settings);
            }
        }

        if (handover is null)
        {
            Events.Publish(new SupervisorStateEvent(IsStopping: false));
        }

        Restore();
        if (handover is not null)
        {
            TakeOver(handover);
        }

        foreach (ProcessGroup group in Groups)
        {
            group.AutoStart();
        }
    }

    /// <summary>The active group of that name, or null.</summary>
    public ProcessGroup? FindGroup(string name) => _groups.Find(g => g.Name == name);

    /// <summary>Every active process, groups by priority, processes in configuration order.</summary>
    public IEnumerable<SupervisedProcess> Processes => Groups.SelectMany(g => g.Processes);

    /// <summary>Takes a configuration that has been read again and says how the active groups differ; changes none of them.</summary>
    public ConfigurationChanges Reload(SupervisorConfiguration configuration)
    {
        Configuration = configuration;
        return ConfigurationChanges.Between([.. Groups], [.. configuration.Groups]);
    }

    /// <summary>Whether the files name a group of that name.</summary>
    public ProcessGroupSettings? FindSettings(string name) => Configuration.Groups.FirstOrDefault(g => g.Name == name);

    /// <summary>Makes what a group needs that is to be added. From any thread but the supervision thread: it touches the disk.</summary>
    /// <exception cref="IOException">The socket of a FastCGI group cannot be opened.</exception>
    public GroupResources Prepare(ProcessGroupSettings settings)
    {
        FastCgiSocket? socket = settings is FastCgiGroupSettings fastCgi ? new FastCgiSocket(fastCgi, _log) : null;
        if (!_inherited.Any(e => e.Group == settings.Name && (e.Pid > 0 || e.IsLaunching)))
        {
            socket?.Probe();
        }

        return new GroupResources([.. settings.Processes.Select(p => _logFactory.Create(settings.Name, p))], socket);
    }

    /// <summary>Makes a group of the configuration active and starts what is to start with the daemon.</summary>
    /// <exception cref="InvalidOperationException">A group of that name is active already.</exception>
    public void AddGroup(ProcessGroupSettings settings, GroupResources resources)
    {
        if (FindGroup(settings.Name) is not null)
        {
            throw new InvalidOperationException($"The group {settings.Name} is active already.");
        }

        ProcessGroup group = CreateGroup(settings, resources);
        _groups.Add(group);
        Announce(group);
        group.AutoStart();
    }

    /// <summary>Takes a group out of the active ones; its logs stay.</summary>
    /// <exception cref="InvalidOperationException">One of its processes is not stopped.</exception>
    public void RemoveGroup(ProcessGroup group)
    {
        if (!group.IsStopped)
        {
            throw new InvalidOperationException($"The group {group.Name} is still running.");
        }

        _ = _groups.Remove(group);
        foreach (SupervisedProcess process in group.Processes)
        {
            process.Retire();
            _journal?.Forget(process.GroupName, process.Name);
        }

        AnnounceRemoval(group);
    }

    void IProcessOwner.OnStateChanged(ProcessStateChange change)
    {
        Note(change.Process);
        StateChanged?.Invoke(change);
        Publish(change);
        if (State != SupervisorState.Running && change.To.IsStopped())
        {
            // Not now: the process is in the middle of its transition.
            _loop.Post(ContinueShutdown);
        }
    }

    void IProcessOwner.OnNoteworthy(SupervisedProcess process) => Note(process);

    private ProcessGroup CreateGroup(ProcessGroupSettings settings, GroupResources resources) => new(settings,
    [
        .. settings.Processes.Select((p, i) => new SupervisedProcess(
            settings.Name, p, resources.Logs[i], _kernel, this, _log, _loop.TimeProvider, resources.Socket)),
    ]);
}
