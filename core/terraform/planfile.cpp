#include "core/terraform/planfile.h"

#include "core/terraform/jsoncursor.h"

#include <QHash>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using State = ArgumentSeen::State;

// Larger ones exist only by mistake.
constexpr qint64 largestPlan = 512 * 1024 * 1024;
// Lists in lists, and modules in modules.
constexpr int deepestList = 16;
constexpr int mostModules = 64;

constexpr auto providerAddress = "/microsoft/azuredevops"_L1;
constexpr auto typePrefix = "azuredevops_"_L1;

// A wanted value as it is in the text.
struct Value {
    QByteArrayView bytes; // to compare the old one with the new one
    bool isSet = false; // neither null nor empty nor the zero of its type
    QString text = {}; // of a plain value that is wanted
};
using Values = QMap<QString, Value>;

// Where an argument is written, what it refers to.
struct Written {
    QStringList references; // "azuredevops_project.team.id", "var.project"
};
using Expressions = QMap<QString, Written>;

struct Change {
    QString address;
    QString type;
    bool isData = false;
    QList<Operation> operations;
    Values before;
    Values after;
    QSet<QString> unknown; // paths
    QSet<QString> sensitive;
    bool hasAfter = false;
};

// The configuration of one module: its resources, and what the calls of modules hand in.
struct Configured {
    QHash<QString, Expressions> resources; // by address without keys
    QHash<QString, QString> aliases; // the same
    QHash<QString, Expressions> calls; // by address of the module: "module.team"
};

QString inside(const QString &prefix, const QString &name)
{
    return prefix.isEmpty() ? name : prefix + u'.' + name;
}

class PlanReader {
public:
    PlanReader(QByteArrayView text, const WantedArguments &wanted)
        : m_json(text)
    {
        for (auto it = wanted.begin(); it != wanted.end(); ++it)
            m_wanted.insert(it.key(), wantedNames(*it));
    }

    // Why it is not a plan, as a word for the catalogue; empty where it is one.
    QString read();
    const QString &version() const { return m_version; }
    ResourceUses uses() const;

private:
    void readTop(const QString &name);
    // A resource of the changes, of the state or of the configuration, whose members can come in any order.
    struct Entry {
        Change change;
        QString provider;
        QString alias;
        std::optional<JsonCursor> body; // where the member begins that was named

        bool hasKnownProvider() const { return (u'/' + provider.toLower()).endsWith(providerAddress); }
        // Also a copy of the provider from another registry, and where the plan does not say whose it is.
        bool isOfProvider() const { return hasKnownProvider() || change.type.startsWith(typePrefix); }
    };
    Entry readEntry(QLatin1StringView body);
    template <class Read>
    void readBody(const Entry &entry, Read read);

    void readChanges();
    void noteProvider(const Entry &entry);
    void readProviders();
    void readChange(Change *change);
    void readObject(const WantedNames &wanted, Values *values);
    QList<Operation> readActions();
    void readState();
    void readStateModule(int depth);
    void readStateResource();
    void readModule(const QString &address, int depth);
    void readConfigured(const QString &module);
    void readCall(const QString &module, int depth);

    void readValues(const WantedNames &wanted, const QString &path, int depth, Values *values);
    void readMarks(const WantedNames &wanted, const QString &path, int depth, QSet<QString> *paths);
    void readExpressions(const WantedNames *wanted, const QString &path, int depth, Expressions *expressions);
    QStringList readReferences();

    QString resolved(const QString &module, const QString &reference) const;
    QString lookedUp(const QString &module, const QString &reference) const;
    QStringList targetsOf(const QString &module, const QStringList &references) const;
    ResourceUse useOf(const Change &change) const;
    // Where the arguments of one resource are written, and what they refer to: of a long list, once.
    struct Sources {
        const Expressions *written = nullptr;
        QString module;
        QHash<QString, QStringList> targets; // by path
    };
    ArgumentSeen argumentOf(const Change &change, const QString &path, Sources *sources) const;

    JsonCursor m_json;
    QHash<QString, WantedNames> m_wanted;
    QString m_version;
    bool m_isPlan = false;
    bool m_isState = false;
    bool m_isLog = false;
    bool m_isPartial = false;
    bool m_isFailed = false;
    bool m_hasChanges = false;
    QList<Change> m_changes;
    QList<Change> m_read; // data sources that were read while planning
    Configured m_configured;
    QStringList m_aliases;
    QStringList m_otherProviders;
    mutable QHash<QString, QString> m_resolved; // by module and reference
};

QString PlanReader::read()
{
    if (!m_json.isObject())
        return u"plan-is-text"_s;
    m_json.enterObject();
    QString name;
    while (m_json.nextMember(&name) && !m_isLog)
        readTop(name);
    if (m_isLog)
        return u"plan-is-log"_s;
    if (m_json.failed() || !m_json.isAtEnd())
        return u"plan-is-damaged"_s;
    if (m_isPlan && !m_version.isEmpty())
        return {};
    return m_isState ? u"plan-is-state"_s : u"plan-is-other"_s;
}

void PlanReader::readTop(const QString &name)
{
    if (name == "format_version"_L1) {
        m_version = m_json.readText();
    } else if (name == "resource_changes"_L1) {
        m_isPlan = true;
        m_hasChanges = true;
        readChanges();
    } else if (name == "prior_state"_L1) {
        readState();
    } else if (name == "configuration"_L1) {
        m_isPlan = true;
        if (m_json.enterObject()) {
            QString part;
            while (m_json.nextMember(&part)) {
                if (part == "root_module"_L1)
                    readModule({}, 0);
                else if (part == "provider_config"_L1)
                    readProviders();
                else
                    m_json.skip();
            }
        }
    } else if (name == "complete"_L1) {
        // Anything but a plain yes could mean no.
        m_isPartial = m_json.readBool() != true || m_isPartial;
    } else if (name == "errored"_L1) {
        m_isFailed = m_json.readBool() != false || m_isFailed;
    } else if (name == "deferred_changes"_L1) {
        m_isPartial = m_isPartial || !m_json.isEmptyArray();
        m_json.skip();
    } else {
        m_isPlan = m_isPlan || name == "planned_values"_L1;
        m_isState = m_isState || name == "values"_L1 || name == "lineage"_L1;
        m_isLog = name.startsWith(u'@');
        m_json.skip();
    }
}

PlanReader::Entry PlanReader::readEntry(QLatin1StringView body)
{
    Entry entry;
    QString name;
    if (!m_json.enterObject())
        return entry;
    while (m_json.nextMember(&name)) {
        if (name == "address"_L1) {
            entry.change.address = m_json.readText();
        } else if (name == "type"_L1) {
            entry.change.type = m_json.readText();
        } else if (name == "mode"_L1) {
            entry.change.isData = m_json.readText() == "data"_L1;
        } else if (name == "provider_name"_L1) {
            entry.provider = m_json.readText();
        } else if (name == "provider_config_key"_L1) {
            entry.alias = m_json.readText().section(u':', -1).section(u'.', 1);
        } else {
            if (name == body)
                entry.body = m_json;
            m_json.skip();
        }
    }
    return entry;
}

// Reads the body, and returns to where the reading was.
template <class Read>
void PlanReader::readBody(const Entry &entry, Read read)
{
    if (!entry.body || m_json.failed())
        return;
    JsonCursor after = *entry.body;
    std::swap(m_json, after);
    read();
    std::swap(m_json, after);
    if (after.failed())
        m_json.fail();
}

void PlanReader::readChanges()
{
    if (!m_json.enterArray())
        return m_json.fail();
    while (m_json.nextElement()) {
        Entry entry = readEntry("change"_L1);
        if (!entry.isOfProvider())
            continue;
        if (!entry.body || entry.change.type.isEmpty() || entry.change.address.isEmpty())
            return m_json.fail();
        noteProvider(entry);
        readBody(entry, [&] { readChange(&entry.change); });
        m_changes.append(std::move(entry.change));
    }
}

void PlanReader::noteProvider(const Entry &entry)
{
    if (!entry.hasKnownProvider() && !m_otherProviders.contains(entry.provider))
        m_otherProviders.append(entry.provider);
}

// "azuredevops.second" with {name, alias, full_name}.
void PlanReader::readProviders()
{
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        const QString alias = name.section(u'.', 1);
        const bool isOfRoot = !name.contains(u':') && !alias.isEmpty();
        if (isOfRoot && name.startsWith("azuredevops."_L1))
            m_aliases.append(alias);
        m_json.skip();
    }
}

// An object, or nothing: where something else stands, what the plan does is not known.
void PlanReader::readObject(const WantedNames &wanted, Values *values)
{
    if (!m_json.isObject() && !m_json.isNull())
        return m_json.fail();
    readValues(wanted, {}, 0, values);
}

void PlanReader::readChange(Change *change)
{
    static const WantedNames nothing;
    const QString type = change->isData ? u"data."_s + change->type : change->type;
    const auto found = m_wanted.constFind(type);
    const WantedNames &wanted = found == m_wanted.constEnd() ? nothing : *found;
    if (!m_json.enterObject())
        return m_json.fail();
    QString name;
    bool hasActions = false;
    while (m_json.nextMember(&name)) {
        if (name == "actions"_L1) {
            change->operations = readActions();
            hasActions = !change->operations.isEmpty();
        } else if (name == "before"_L1) {
            readObject(wanted, &change->before);
        } else if (name == "after"_L1) {
            change->hasAfter = m_json.isObject();
            readObject(wanted, &change->after);
        } else if (name == "after_unknown"_L1) {
            readMarks(wanted, {}, 0, &change->unknown);
        } else if (name == "after_sensitive"_L1 || name == "before_sensitive"_L1) {
            readMarks(wanted, {}, 0, &change->sensitive);
        } else {
            m_json.skip();
        }
    }
    // Whatever Terraform does to a resource, it says so.
    if (!hasActions)
        m_json.fail();
}

// An action of a later version can do anything.
QList<Operation> PlanReader::readActions()
{
    QList<Operation> operations;
    const auto add = [&operations](std::initializer_list<Operation> more) {
        for (const Operation operation : more) {
            if (!operations.contains(operation))
                operations.append(operation);
        }
    };
    if (!m_json.enterArray())
        return operations;
    while (m_json.nextElement()) {
        const QString action = m_json.readText();
        if (action == "create"_L1)
            add({Operation::Create});
        else if (action == "update"_L1)
            add({Operation::Read, Operation::Update});
        else if (action == "delete"_L1)
            add({Operation::Read, Operation::Delete});
        else if (action == "no-op"_L1 || action == "read"_L1 || action == "forget"_L1)
            add({Operation::Read});
        else
            add({Operation::Create, Operation::Read, Operation::Update, Operation::Delete});
    }
    std::ranges::sort(operations);
    return operations;
}

void PlanReader::readState()
{
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        if (name != "values"_L1 || !m_json.enterObject()) {
            if (name != "values"_L1)
                m_json.skip();
            continue;
        }
        QString part;
        while (m_json.nextMember(&part)) {
            if (part == "root_module"_L1)
                readStateModule(0);
            else
                m_json.skip();
        }
    }
}

void PlanReader::readStateModule(int depth)
{
    if (depth > mostModules) {
        m_isPartial = true;
        m_json.skip();
        return;
    }
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        const bool isResources = name == "resources"_L1;
        if (!isResources && name != "child_modules"_L1) {
            m_json.skip();
            continue;
        }
        if (!m_json.enterArray())
            continue;
        while (m_json.nextElement()) {
            if (isResources)
                readStateResource();
            else
                readStateModule(depth + 1);
        }
    }
}

void PlanReader::readStateResource()
{
    Entry entry = readEntry("values"_L1);
    // Resources are among the changes, too. Data sources are only here once they are read.
    if (!entry.change.isData || !entry.isOfProvider())
        return;
    noteProvider(entry);
    const auto wanted = m_wanted.constFind(u"data."_s + entry.change.type);
    if (wanted != m_wanted.constEnd())
        readBody(entry, [&] { readValues(*wanted, {}, 0, &entry.change.after); });
    entry.change.operations = {Operation::Read};
    entry.change.hasAfter = true;
    m_read.append(std::move(entry.change));
}

void PlanReader::readModule(const QString &address, int depth)
{
    if (depth > mostModules) {
        m_isPartial = true;
        m_json.skip();
        return;
    }
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        if (name == "resources"_L1) {
            if (!m_json.enterArray())
                continue;
            while (m_json.nextElement())
                readConfigured(address);
        } else if (name == "module_calls"_L1) {
            if (!m_json.enterObject())
                continue;
            QString call;
            while (m_json.nextMember(&call))
                readCall(inside(address, u"module."_s + call), depth);
        } else {
            m_json.skip();
        }
    }
}

void PlanReader::readConfigured(const QString &module)
{
    const Entry entry = readEntry("expressions"_L1);
    const QString &type = entry.change.type;
    const auto wanted = m_wanted.constFind(entry.change.isData ? u"data."_s + type : type);
    if (wanted == m_wanted.constEnd())
        return;
    const QString whole = inside(module, entry.change.address);
    m_configured.aliases.insert(whole, entry.alias);
    Expressions &expressions = m_configured.resources[whole];
    readBody(entry, [&] { readExpressions(&*wanted, {}, 0, &expressions); });
}

void PlanReader::readCall(const QString &module, int depth)
{
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        if (name == "expressions"_L1)
            readExpressions(nullptr, {}, 0, &m_configured.calls[module]);
        else if (name == "module"_L1)
            readModule(module, depth + 1);
        else
            m_json.skip();
    }
}

void PlanReader::readValues(const WantedNames &wanted, const QString &path, int depth, Values *values)
{
    const QByteArrayView bytes = m_json.valueBytes();
    Value value{bytes};
    if (m_json.isArray() && depth < deepestList) {
        value.isSet = !m_json.isEmptyArray();
        if (!m_json.enterArray())
            return;
        for (int i = 0; m_json.nextElement(); ++i)
            readValues(wanted, inside(path, QString::number(i)), depth + 1, values);
    } else if (m_json.isObject()) {
        value.isSet = true;
        if (!m_json.enterObject())
            return;
        QString name;
        while (m_json.nextMember(&name)) {
            const auto inner = wanted.inside.find(name);
            if (inner == wanted.inside.end())
                m_json.skip();
            else
                readValues(inner->second, inside(path, name), depth, values);
        }
    } else if (wanted.isValueRead) {
        const QString text = m_json.readPlain();
        value.isSet = !isZero(text);
        value.text = value.isSet ? text : QString();
    } else {
        value.isSet = bytes != "null" && bytes != "false" && bytes != "0" && bytes != "\"\"";
        m_json.skip();
    }
    if (!path.isEmpty())
        values->insert(path, value);
}

// Where the same shape has "true": for a value that is not known yet, or is sensitive.
void PlanReader::readMarks(const WantedNames &wanted, const QString &path, int depth, QSet<QString> *paths)
{
    if (m_json.isArray() && depth < deepestList) {
        if (!m_json.enterArray())
            return;
        for (int i = 0; m_json.nextElement(); ++i)
            readMarks(wanted, inside(path, QString::number(i)), depth + 1, paths);
    } else if (m_json.isObject()) {
        if (!m_json.enterObject())
            return;
        QString name;
        while (m_json.nextMember(&name)) {
            const auto inner = wanted.inside.find(name);
            if (inner == wanted.inside.end())
                m_json.skip();
            else
                readMarks(inner->second, inside(path, name), depth, paths);
        }
    } else if (!m_json.isNull()) {
        const auto isMarked = m_json.readBool();
        if (!isMarked)
            return m_json.fail();
        if (*isMarked)
            paths->insert(path);
    } else {
        m_json.skip();
    }
}

// An expression has constant_value or references; a block is an object of expressions, or a list of these.
// Without names, all expressions of the first level are wanted.
void PlanReader::readExpressions(const WantedNames *wanted, const QString &path, int depth,
                                 Expressions *expressions)
{
    if (m_json.isArray() && depth < deepestList) {
        expressions->insert(path, {});
        if (!m_json.enterArray())
            return;
        for (int i = 0; m_json.nextElement(); ++i)
            readExpressions(wanted, inside(path, QString::number(i)), depth + 1, expressions);
        return;
    }
    if (!m_json.isObject()) {
        m_json.skip();
        return;
    }
    if (!path.isEmpty())
        (*expressions)[path]; // it is written, whatever it is
    if (!m_json.enterObject())
        return;
    QString name;
    while (m_json.nextMember(&name)) {
        if (name == "references"_L1 && !path.isEmpty()) {
            (*expressions)[path].references = readReferences();
            continue;
        }
        if (!wanted && path.isEmpty()) {
            readExpressions(nullptr, name, depth, expressions);
            continue;
        }
        const auto inner =
            wanted ? wanted->inside.find(name) : std::map<QString, WantedNames>::const_iterator();
        if (!wanted || inner == wanted->inside.end())
            m_json.skip();
        else
            readExpressions(&inner->second, inside(path, name), depth, expressions);
    }
}

QStringList PlanReader::readReferences()
{
    QStringList references;
    if (!m_json.enterArray())
        return references;
    while (m_json.nextElement())
        references.append(m_json.readText());
    return references;
}

// "azuredevops_project.team.id" of a module, with its address; variables are followed to the calls. Empty for
// what leads nowhere. Each is followed once: the calls of nested modules can refer to many variables each.
QString PlanReader::resolved(const QString &module, const QString &reference) const
{
    const QString key = module + u'|' + reference;
    const auto known = m_resolved.constFind(key);
    if (known != m_resolved.constEnd())
        return *known;
    const QString found = lookedUp(module, reference);
    m_resolved.insert(key, found);
    return found;
}

QString PlanReader::lookedUp(const QString &module, const QString &reference) const
{
    const QString plain = addressWithoutKeys(reference);
    const QStringList path = plain.split(u'.');
    if (path.first() == "var"_L1 && path.size() == 2) {
        const Expressions call = m_configured.calls.value(module);
        const auto found = call.constFind(path[1]);
        if (found == call.constEnd())
            return {};
        // The caller's module: the address without its last two steps.
        const QStringList targets = targetsOf(module.section(u'.', 0, -3), found->references);
        return targets.value(0);
    }
    static const QStringList others{u"var"_s,   u"local"_s, u"module"_s, u"each"_s,
                                    u"count"_s, u"self"_s,  u"path"_s,   u"terraform"_s};
    const qsizetype names = path.first() == "data"_L1 ? 3 : 2;
    if (others.contains(path.first()) || path.size() <= names)
        return {};
    return inside(module, path.mid(0, names).join(u'.') + u'.' + path.last());
}

QStringList PlanReader::targetsOf(const QString &module, const QStringList &references) const
{
    QStringList targets;
    for (const QString &reference : references) {
        const QString target = resolved(module, reference);
        if (!target.isEmpty())
            targets.append(target);
    }
    return targets;
}

// Terraform marks a value as a whole or in its parts; the mark of the whole object has no name.
bool isMarked(const QSet<QString> &marks, const QString &path)
{
    if (marks.contains(QString()) || marks.contains(path))
        return true;
    for (qsizetype end = path.lastIndexOf(u'.'); end > 0; end = path.lastIndexOf(u'.', end - 1)) {
        if (marks.contains(path.left(end)))
            return true;
    }
    return false;
}

ArgumentSeen PlanReader::argumentOf(const Change &change, const QString &path, Sources *sources) const
{
    ArgumentSeen seen;
    const Expressions *written = sources->written;
    const bool isKnown = change.hasAfter ? change.after.contains(path) : change.before.contains(path);
    const Value value = change.hasAfter ? change.after.value(path) : change.before.value(path);
    seen.state = value.isSet ? State::Known : State::Unset;
    seen.text = value.text;
    const bool isUnknown = isMarked(change.unknown, path);
    if (isUnknown) {
        seen.state = State::Unknown;
        seen.text.clear();
    }
    // Computed, and nobody wrote it.
    const bool isId = path == "id"_L1;
    if (written && !isId && !written->contains(path) && !written->contains(path.section(u'.', 0, -2)))
        seen.state = State::Unset;
    if (isMarked(change.sensitive, path) && !seen.text.isEmpty())
        seen = {State::Unknown};
    if (change.hasAfter && !change.before.isEmpty() && change.operations.contains(Operation::Update))
        seen.changed =
            isUnknown || change.before.value(path).bytes != (isKnown ? value.bytes : QByteArrayView());
    if (written) {
        // One of a list has the reference at its place among those of the list.
        const bool isElement = path.section(u'.', -1).front().isDigit() && !written->contains(path);
        const QString at = isElement ? path.section(u'.', 0, -2) : path;
        auto known = sources->targets.constFind(at);
        if (known == sources->targets.constEnd())
            known = sources->targets.insert(at, targetsOf(sources->module, written->value(at).references));
        const QStringList &targets = *known;
        seen.reference = isElement ? targets.value(path.section(u'.', -1).toInt()) : targets.value(0);
    }
    if (seen.state == State::Unset) {
        seen.text.clear();
        seen.reference.clear();
    }
    return seen;
}

ResourceUse PlanReader::useOf(const Change &change) const
{
    ResourceUse use;
    use.address = change.address;
    use.type = change.isData ? u"data."_s + change.type : change.type;
    use.operations = change.operations;
    const QString plain = addressWithoutKeys(change.address);
    use.alias = m_configured.aliases.value(plain);
    use.isAliasKnown = m_configured.aliases.contains(plain);
    const auto written = m_configured.resources.constFind(plain);
    Sources sources{written == m_configured.resources.constEnd() ? nullptr : &*written,
                    plain.section(u'.', 0, change.isData ? -4 : -3),
                    {}};
    QSet<QString> paths = change.unknown;
    for (const Values *values : {&change.before, &change.after}) {
        for (auto it = values->begin(); it != values->end(); ++it)
            paths.insert(it.key());
    }
    // Nothing is known of an object that is unknown as a whole.
    if (paths.remove(QString()))
        use.arguments.insert(QString(), {ArgumentSeen::State::Unknown});
    for (const QString &path : std::as_const(paths)) {
        const ArgumentSeen seen = argumentOf(change, path, &sources);
        // Known not to change is knowledge, too.
        if (seen.state != State::Unset || seen.changed)
            use.arguments.insert(path, seen);
    }
    return use;
}

ResourceUses PlanReader::uses() const
{
    ResourceUses uses;
    QSet<QString> known;
    for (const Change &change : m_changes) {
        known.insert(change.address);
        uses.uses.append(useOf(change));
    }
    for (const Change &change : m_read) {
        if (!known.contains(change.address))
            uses.uses.append(useOf(change));
    }
    uses.aliases = m_aliases;
    for (const ResourceUse &use : std::as_const(uses.uses)) {
        if (!use.alias.isEmpty())
            uses.aliases.append(use.alias);
    }
    uses.aliases.removeDuplicates();
    for (const QString &provider : m_otherProviders)
        uses.unread.append({UnreadPart::Kind::OtherProvider, provider.left(200)});
    // Terraform leaves the changes out only where there are no resources.
    if (m_isPartial || (!m_hasChanges && !m_configured.resources.isEmpty()))
        uses.unread.append({UnreadPart::Kind::PartialPlan});
    if (m_isFailed)
        uses.unread.append({UnreadPart::Kind::FailedPlan});
    return uses;
}

// Windows PowerShell writes UTF-16 when it redirects.
QByteArray utf8Of(const QByteArray &text)
{
    if (!text.startsWith("\xff\xfe") && !text.startsWith("\xfe\xff"))
        return text;
    QStringDecoder decoder(QStringDecoder::Utf16);
    const QString decoded = decoder(text);
    return decoded.toUtf8();
}

} // namespace

Result<ResourceUses> readPlan(const QByteArray &text, const QString &path, const WantedArguments &wanted)
{
    const auto invalid = [&path](const QString &reason) {
        return Problem(finding::planFileInvalid, {{u"path"_s, path}, {u"reason"_s, reason}});
    };
    // A saved plan is an archive.
    if (text.startsWith("PK\x03\x04"))
        return invalid(u"plan-is-binary"_s);
    const QByteArray utf8 = utf8Of(text);
    PlanReader reader(utf8, wanted);
    const QString reason = reader.read();
    if (!reason.isEmpty())
        return invalid(reason);
    if (reader.version().section(u'.', 0, 0) != u'1')
        return Problem(finding::planVersionUnknown,
                       {{u"path"_s, path}, {u"version"_s, reader.version().left(20)}});
    return reader.uses();
}

Result<ResourceUses> readPlanFile(const Host &host, const QString &path, const WantedArguments &wanted)
{
    const auto text = host.readFile(path, largestPlan);
    if (!text)
        return text.problem();
    return readPlan(*text, path, wanted);
}

ResourceUses withPlaces(ResourceUses plan, const ResourceUses &files)
{
    QHash<QString, const ResourceUse *> known;
    for (const ResourceUse &use : files.uses)
        known.insert(use.address, &use);
    for (ResourceUse &use : plan.uses) {
        const ResourceUse *written = known.value(addressWithoutKeys(use.address));
        if (!written)
            continue;
        use.place = written->place;
        for (auto it = use.arguments.begin(); it != use.arguments.end(); ++it) {
            if (it->reference.isEmpty() && it->state != State::Unset)
                it->reference = written->arguments.value(it.key()).reference;
        }
    }
    return plan;
}

} // namespace signet
