options = weboptions( ...
    'HeaderFields', {'Authorization', ['Bearer ' getenv('ETM_API_TOKEN')]}, ...
    'ContentType', 'text', ...
    'Timeout', 60);
address = 'https://engine.energytransitionmodel.com/api/v3/scenarios';
answer = jsondecode(webread(address, options));
for number = 1:numel(answer.data)
    scenario = answer.data(number);
    fprintf('%d %s %d\n', scenario.id, scenario.area_code, scenario.end_year);
end
