#include "core/terraform/decision.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/decisionvalues.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString shortIdentity(const Decision &decision)
{
    return decision.clientId.isEmpty() ? decision.identityKind
                                       : decision.identityKind + u' ' + decision.clientId;
}

QStringList builtMethods(const Decision &decision)
{
    QStringList methods;
    for (const ChainEntry &entry : decision.chain) {
        const bool isBuilt = entry.state == ChainState::Selected || entry.state == ChainState::TriedFirst
            || entry.state == ChainState::WouldFollow;
        if (isBuilt && !methods.contains(toString(entry.method)))
            methods.append(toString(entry.method));
    }
    return methods;
}

// Variables that are set and that the version reads for an argument that nothing stronger sets.
QStringList heardVariables(const DecisionInput &input, const ProviderVersion &version)
{
    QStringList names;
    const ProviderValues values(input, version);
    for (const ProviderArgument &argument : providerArguments()) {
        const ProviderValue &value = values[argument.name];
        if (value.origin.isVariable())
            names.append(value.origin.name);
    }
    return names;
}

} // namespace

QList<DecisionChange> compareVersions(const DecisionInput &input, const Host &host,
                                      const ProviderVersion &from, const ProviderVersion &to)
{
    DecisionInput one = input;
    one.version = from;
    DecisionInput other = input;
    other.version = to;
    const Decision before = decide(one, host);
    const Decision after = decide(other, host);
    const QString version = to.toString();

    QList<DecisionChange> changes;
    const bool wasRefused = !before.refusals.isEmpty();
    const bool isRefused = !after.refusals.isEmpty();
    if (isRefused && (!wasRefused || before.error != after.error))
        changes.append({u"refused"_s, before.error, after.error,
                        DecisionText::tr("Version %1 rejects %2.").arg(version, after.attribute)});
    else if (wasRefused && !isRefused)
        changes.append({u"accepted"_s, before.error, after.error,
                        DecisionText::tr("Version %1 accepts %2, which %3 rejects.")
                            .arg(version, before.attribute, from.toString())});

    if (before.decidedBy != after.decidedBy) {
        changes.append(
            {u"decided-by"_s, toString(before.decidedBy), toString(after.decidedBy),
             DecisionText::tr("With version %1 Terraform uses %2. With %3 it uses %4.")
                 .arg(version, nameOf(after.decidedBy), from.toString(), nameOf(before.decidedBy))});
    } else if (shortIdentity(before) != shortIdentity(after)) {
        changes.append(
            {u"identity"_s, shortIdentity(before), shortIdentity(after),
             DecisionText::tr("With version %1 Terraform asks for a different identity: %2 instead of %3.")
                 .arg(version, shortIdentity(after), shortIdentity(before))});
    }
    if (!wasRefused && !isRefused && before.configured() != after.configured())
        changes.append(
            {after.configured() ? u"works"_s : u"fails"_s, before.error, after.error,
             after.configured()
                 ? DecisionText::tr("Version %1 signs in. Version %2 fails.").arg(version, from.toString())
                 : DecisionText::tr("Version %1 fails. Version %2 signs in.").arg(version, from.toString())});

    const QStringList builtBefore = builtMethods(before);
    const QStringList builtAfter = builtMethods(after);
    if (!wasRefused && !isRefused && builtBefore != builtAfter)
        changes.append(
            {u"chain"_s, builtBefore.join(u", "_s), builtAfter.join(u", "_s),
             DecisionText::tr("Version %1 uses this order: %2.")
                 .arg(version,
                      builtAfter.isEmpty() ? toString(CredentialMethod::None) : builtAfter.join(u", "_s))});

    const QStringList heardBefore = heardVariables(one, from);
    const QStringList heardAfter = heardVariables(other, to);
    for (const QString &name : heardAfter) {
        if (!heardBefore.contains(name))
            changes.append({u"variable"_s,
                            {},
                            name,
                            DecisionText::tr("%2 is set. Version %1 reads it, and %3 does not.")
                                .arg(version, name, from.toString())});
    }
    for (const QString &name : heardBefore) {
        if (!heardAfter.contains(name))
            changes.append({u"variable"_s,
                            name,
                            {},
                            DecisionText::tr("%2 is set. Version %1 does not read it, and %3 does.")
                                .arg(version, name, from.toString())});
    }
    return changes;
}

} // namespace signet
