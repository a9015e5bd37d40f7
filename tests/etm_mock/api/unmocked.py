"""What the real API has and the mock has not.

Source: ``config/routes.rb`` of quintel/etengine 96368e667, in its order. Methods and path; a path
below ``/scenarios/:scenario_id`` begins with ``…``.
"""

from typing import Final

from starlette.responses import Response

from etm_mock.api.call import Call
from etm_mock.errors import errors

SCENARIO: Final = "/scenarios/:scenario_id"

ENDPOINTS: Final = """
DELETE        /user
GET           /areas
GET           /areas/:id
GET           /gqueries
GET           …/energy_flow
GET           …/energy_flow_present
GET           …/molecule_flow
GET           …/costs_parameters
GET           …/sankey
GET           …/storage_parameters
GET           …/direct_emissions_present
GET           …/direct_emissions_future
GET           …/electricity_capacities
GET           …/hydrogen_capacities
GET           …/network_gas_capacities
GET           …/district_heating_capacities
GET           …/merit
GET           …/dump
PUT           …/dashboard
POST          …/uncouple
POST          …/couple
POST          /scenarios/merge
POST          /scenarios/load_dump
POST          /scenarios/export
POST          /scenarios/interpolate
GET           /scenarios/versions
GET           …/nodes/topology
POST          …/nodes/stats
GET           …/nodes/:id
GET           …/version
POST          …/version
PUT PATCH     …/version
GET           …/user_sortables/meta
GET           …/user_sortables
GET           …/user_sortables/:sortable_type
PUT PATCH     …/user_sortables/:sortable_type
GET           …/heat_network_order
PUT PATCH     …/heat_network_order
GET           …/forecast_storage_order
PUT PATCH     …/forecast_storage_order
GET           …/hydrogen_supply_order
PUT PATCH     …/hydrogen_supply_order
GET           …/hydrogen_demand_order
PUT PATCH     …/hydrogen_demand_order
GET           …/households_space_heating_producer_order
PUT PATCH     …/households_space_heating_producer_order
GET           …/custom_curves
GET           …/custom_curves/*id
PUT           …/custom_curves/*id
DELETE        …/custom_curves/*id
GET           …/esdl_file
PUT PATCH     …/esdl_file
GET           …/curves/buildings_heat
GET           …/curves/merit_order
GET           …/curves/electricity_profiles
GET           …/curves/heat_network
GET           …/curves/district_heating_profiles
GET           …/curves/agriculture_heat
GET           …/curves/household_heat
GET           …/curves/hydrogen
GET           …/curves/hydrogen_profiles
GET           …/curves/network_gas
GET           …/curves/network_gas_profiles
GET           …/curves/residual_load
GET           …/curves/hydrogen_integral_cost
PUT           /saved_scenarios/:id/discard
GET           /saved_scenarios/:saved_scenario_id/users
POST          /saved_scenarios/:saved_scenario_id/users
PUT           /saved_scenarios/:saved_scenario_id/users
DELETE        /saved_scenarios/:saved_scenario_id/users
PUT PATCH     /saved_scenarios/:saved_scenario_id/users/:id
DELETE        /saved_scenarios/:saved_scenario_id/users/:id
DELETE        /saved_scenarios/:id
GET           /collections
POST          /collections
GET           /collections/:id
PUT PATCH     /collections/:id
DELETE        /collections/:id
GET           /transition_paths
POST          /transition_paths
GET           /transition_paths/:id
PUT PATCH     /transition_paths/:id
DELETE        /transition_paths/:id
GET           /inputs/list
GET           /inputs
GET           /inputs/:id
"""


def not_mocked(_: Call) -> Response:
    """Refuse what the mock has not got, with 501."""
    raise errors(501, "The real API has this endpoint, and the mock ETM has not")


def routes(prefix: str) -> list[tuple[str, str]]:
    """Give methods and path of each of :data:`ENDPOINTS`, below a path."""
    lines = (line.rsplit(maxsplit=1) for line in ENDPOINTS.strip().splitlines())
    return [(methods, prefix + path.replace("…", SCENARIO)) for methods, path in lines]
