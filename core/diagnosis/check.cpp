#include "core/diagnosis/check.h"

#include "core/diagnosis/checks/stages.h"

using namespace Qt::StringLiterals;

namespace signet {

std::optional<Credential> RunContext::credential() const
{
    if (accessToken)
        return Credential::accessToken(*accessToken);
    return token ? std::optional(Credential::bearer(Resource::AzureDevOps, token->text)) : std::nullopt;
}

CheckVerdict passed()
{
    return {.status = Status::Passed, .problem = std::nullopt};
}

CheckVerdict failed(FindingId findingId, const QJsonObject &evidence)
{
    return {.status = Status::Failed, .problem = Problem(findingId, evidence)};
}

CheckVerdict warning(FindingId findingId, const QJsonObject &evidence)
{
    return {.status = Status::Warning, .problem = Problem(findingId, evidence)};
}

CheckVerdict noted(FindingId findingId, const QJsonObject &evidence)
{
    return {.status = Status::Passed, .problem = Problem(findingId, evidence)};
}

CheckVerdict unclear()
{
    return {.status = Status::Unknown, .problem = std::nullopt};
}

CheckVerdict unclear(FindingId findingId, const QJsonObject &evidence)
{
    return {.status = Status::Unknown, .problem = Problem(findingId, evidence)};
}

CheckVerdict unanswered(FindingId findingId, const QJsonObject &evidence)
{
    QJsonObject marked = evidence;
    marked.insert(unansweredKey, true);
    return {.status = Status::Unknown, .problem = Problem(findingId, marked)};
}

CheckVerdict refuted(CheckVerdict verdict)
{
    if (verdict.problem && verdict.problem->evidence.contains(unansweredKey)) {
        verdict.problem->evidence.remove(unansweredKey);
        verdict.status = Status::Failed;
    }
    return verdict;
}

bool isInTheWay(const CheckResult &result)
{
    return result.status == Status::Failed
        || (result.status == Status::Unknown && result.problem
            && result.problem->evidence[unansweredKey].toBool());
}

CheckVerdict doubtful(CheckVerdict verdict)
{
    if (verdict.problem)
        verdict.problem->evidence.remove(unansweredKey);
    if (verdict.status == Status::Failed)
        verdict.status = Status::Unknown;
    return verdict;
}

CheckVerdict guessed(FindingId findingId, const QJsonObject &evidence)
{
    QJsonObject marked = evidence;
    marked.insert(guessKey, true);
    return {.status = Status::Unknown, .problem = Problem(findingId, marked)};
}

bool expectsManagedIdentity(const Question &question)
{
    return question.terraformCredential() == CredentialMethod::ManagedIdentity;
}

bool expectsOtherCredential(const Question &question)
{
    return !expectsManagedIdentity(question);
}

bool expectsEntraToken(const Question &question)
{
    return question.terraformCredential() != CredentialMethod::Pat;
}

std::span<const Check> checkList()
{
    static const std::vector<Check> list = [] {
        std::vector<Check> all;
        for (const auto stage : {machineChecks, tokenChecks, organizationChecks, membershipChecks,
                                 historyChecks, permissionChecks, rightsChecks, terraformChecks}) {
            for (Check &check : stage())
                all.push_back(std::move(check));
        }
        return all;
    }();
    return list;
}

const Check *findCheck(QAnyStringView id)
{
    for (const Check &check : checkList()) {
        if (check.id == id)
            return &check;
    }
    return nullptr;
}

} // namespace signet
