"""What call sites do that the gateway will not carry, or that blocks the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from migrate_check.domain.call_site import Inventory, JudgedInventory
from migrate_check.domain.profile import Profile
from migrate_check.rules.rule import Rule, Target
from migrate_check.rules.sites.account_header_sent import account_header_sent
from migrate_check.rules.sites.address_without_call import address_without_call
from migrate_check.rules.sites.async_create_retried import async_create_retried
from migrate_check.rules.sites.azure_deployment_called import azure_deployment_called
from migrate_check.rules.sites.base_url_joined_twice import base_url_joined_twice
from migrate_check.rules.sites.base_url_literal import base_url_literal
from migrate_check.rules.sites.base_url_without_version import base_url_without_version
from migrate_check.rules.sites.built_in_tool_not_carried import built_in_tool_not_carried
from migrate_check.rules.sites.engine import judge
from migrate_check.rules.sites.field_changed_by_gateway import field_changed_by_gateway
from migrate_check.rules.sites.field_dropped_by_gateway import field_dropped_by_gateway
from migrate_check.rules.sites.field_model_dependent import field_model_dependent
from migrate_check.rules.sites.field_provider_specific import field_provider_specific
from migrate_check.rules.sites.field_rejected_by_gateway import field_rejected_by_gateway
from migrate_check.rules.sites.field_unknown_to_gateway import field_unknown_to_gateway
from migrate_check.rules.sites.fields_not_fully_known import fields_not_fully_known
from migrate_check.rules.sites.fine_tuned_model_named import fine_tuned_model_named
from migrate_check.rules.sites.gateway_only_feature_used import gateway_only_feature_used
from migrate_check.rules.sites.host_resembles_gateway import host_resembles_gateway
from migrate_check.rules.sites.image_model_not_given import image_model_not_given
from migrate_check.rules.sites.key_in_browser import key_in_browser
from migrate_check.rules.sites.key_in_query import key_in_query
from migrate_check.rules.sites.key_literal_in_code import key_literal_in_code
from migrate_check.rules.sites.model_not_known_here import model_not_known_here
from migrate_check.rules.sites.model_prefixed import model_prefixed
from migrate_check.rules.sites.native_format_through_chat import native_format_through_chat
from migrate_check.rules.sites.provider_only_response_read import provider_only_response_read
from migrate_check.rules.sites.provider_routing_shown import provider_routing_shown
from migrate_check.rules.sites.provider_task_id_read import provider_task_id_read
from migrate_check.rules.sites.realtime_session_used import realtime_session_used
from migrate_check.rules.sites.retired_model_named import retired_model_named
from migrate_check.rules.sites.retiring_model_named import retiring_model_named
from migrate_check.rules.sites.route_not_offered import route_not_offered
from migrate_check.rules.sites.route_not_seen import route_not_seen
from migrate_check.rules.sites.route_unknown_to_gateway import route_unknown_to_gateway
from migrate_check.rules.sites.sdk_retries_multiply import sdk_retries_multiply
from migrate_check.rules.sites.setting_host_resembles_gateway import setting_host_resembles_gateway
from migrate_check.rules.sites.setting_model_retired import setting_model_retired
from migrate_check.rules.sites.setting_model_retiring import setting_model_retiring
from migrate_check.rules.sites.setting_url_joined_twice import setting_url_joined_twice
from migrate_check.rules.sites.stateful_ids import stateful_ids
from migrate_check.rules.sites.streaming_not_offered import streaming_not_offered

RULES: tuple[Rule, ...] = (
    account_header_sent,
    address_without_call,
    async_create_retried,
    azure_deployment_called,
    base_url_joined_twice,
    base_url_literal,
    base_url_without_version,
    built_in_tool_not_carried,
    field_changed_by_gateway,
    field_dropped_by_gateway,
    field_model_dependent,
    field_provider_specific,
    field_rejected_by_gateway,
    field_unknown_to_gateway,
    fields_not_fully_known,
    fine_tuned_model_named,
    gateway_only_feature_used,
    host_resembles_gateway,
    image_model_not_given,
    key_in_browser,
    key_in_query,
    key_literal_in_code,
    model_not_known_here,
    model_prefixed,
    native_format_through_chat,
    provider_only_response_read,
    provider_routing_shown,
    provider_task_id_read,
    realtime_session_used,
    retired_model_named,
    retiring_model_named,
    route_not_offered,
    route_not_seen,
    route_unknown_to_gateway,
    sdk_retries_multiply,
    setting_host_resembles_gateway,
    setting_model_retired,
    setting_model_retiring,
    setting_url_joined_twice,
    stateful_ids,
    streaming_not_offered,
)


def judge_sites(
    inventory: Inventory,
    profile: Profile | None,
    known: Sequence[Profile] = (),
    tests_count: bool = False,
    *,
    today: date,
) -> JudgedInventory:
    """All that the rules say of an inventory, for a gateway or, with None, by itself.

    `known` are all profiles: they tell whose a host is, which fields of answers only one provider
    sends, and which models end. Findings in tests are notes, unless `tests_count`.
    """
    return judge(inventory, Target(profile, today, tuple(known)), RULES, tests_count)
