#include "core/setup/draftprincipal.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Those whose name is the very text, when there are any.
QList<Principal> likeliest(const PrincipalsFound &found)
{
    if (found.meant != PrincipalText::Name)
        return found.candidates;
    QList<Principal> exact = found.candidates;
    exact.removeIf([&found](const Principal &principal) {
        return principal.displayName.compare(found.text, Qt::CaseInsensitive) != 0;
    });
    return exact.isEmpty() ? found.candidates : exact;
}

bool nobodyAnswered(const PrincipalsFound &found)
{
    return !found.asked.isEmpty()
        && std::all_of(found.asked.begin(), found.asked.end(),
                       [](const PrincipalQuestion &question) { return question.problem.has_value(); });
}

} // namespace

Result<DraftPrincipalFound> draftPrincipal(const PrincipalsFound &found)
{
    const QList<Principal> candidates = likeliest(found);
    if (candidates.isEmpty()) {
        const auto objectId = ObjectId::parse(found.text.trimmed());
        const bool stopped = found.problem && found.problem->findingId == finding::runStopped;
        if (objectId && nobodyAnswered(found) && !stopped)
            return DraftPrincipalFound{.principal = {.objectId = *objectId,
                                                     .name = {},
                                                     .clientId = {},
                                                     .tenantId = {},
                                                     .resourceId = {},
                                                     .kind = u"unknown"_s},
                                       .notes = found.refusals()};
        return found.problem.value_or(Problem(finding::principalNotFound, {{u"value"_s, found.text}}));
    }
    if (candidates.size() > 1) {
        QStringList known;
        for (const Principal &principal : candidates)
            known.append(principal.displayName + u' ' + principal.objectId);
        return Problem(finding::principalAmbiguous,
                       {{u"value"_s, found.text}, {u"known"_s, QJsonArray::fromStringList(known)}});
    }
    const Principal &principal = candidates.first();
    const auto objectId = ObjectId::parse(principal.objectId);
    if (!objectId)
        return objectId.problem();
    return DraftPrincipalFound{.principal = {.objectId = *objectId,
                                             .name = principal.displayName,
                                             .clientId = principal.clientId,
                                             .tenantId = principal.tenantId,
                                             .resourceId = principal.resourceId,
                                             .kind = toString(principal.kind)},
                               .notes = found.notes + found.refusals()};
}

Result<DraftPrincipalFound> draftPrincipal(const Claims &claims)
{
    const auto objectId = ObjectId::parse(claims.objectId);
    if (!objectId)
        return objectId.problem();
    return DraftPrincipalFound{.principal = {.objectId = *objectId,
                                             .name = claims.miResourceId.section(u'/', -1),
                                             .clientId = claims.appId,
                                             .tenantId = claims.tenantId,
                                             .resourceId = claims.miResourceId,
                                             .kind = QString(toString(identityTypeOf(claims)))},
                               .notes = {}};
}

} // namespace signet
